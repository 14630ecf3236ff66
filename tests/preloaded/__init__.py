"""Runs the command in processes that start in milliseconds.

Importing Digestif takes most of a second, and the tests run it a thousand times. One server for each test process
imports it once; every run is a fork of that server, with its own arguments, folder, environment and files, as a process
of its own has. Tests of what an import does, or of signals, start Python itself.
"""
