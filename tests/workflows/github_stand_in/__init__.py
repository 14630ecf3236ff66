"""A stand-in for GitHub: a bare repository, an API server, actions and a runner that execute the workflow files.

Pushes, forms and scheduled runs go in; runs with their jobs, commits, pull requests, comments and the published site
come out. `act` executes the workflows on this machine; the actions that need the network are replaced by those in the
folder ``actions``.
"""
