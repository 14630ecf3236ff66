// The parts of actions/github-script that the workflows use: context, github.rest.*.* and github.paginate.
const fs = require("fs");

const ROUTES = {
  "actions.createWorkflowDispatch": "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
  "actions.listWorkflowRuns": "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs",
  "actions.listWorkflowRunArtifacts": "GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts",
  "checks.listAnnotations": "GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations",
  "checks.listForRef": "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
  "issues.addLabels": "POST /repos/{owner}/{repo}/issues/{issue_number}/labels",
  "issues.create": "POST /repos/{owner}/{repo}/issues",
  "issues.createComment": "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "issues.get": "GET /repos/{owner}/{repo}/issues/{issue_number}",
  "issues.listComments": "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "issues.listForRepo": "GET /repos/{owner}/{repo}/issues",
  "issues.listLabelsOnIssue": "GET /repos/{owner}/{repo}/issues/{issue_number}/labels",
  "issues.removeLabel": "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}",
  "issues.update": "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
  "issues.updateComment": "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
  "pulls.create": "POST /repos/{owner}/{repo}/pulls",
  "pulls.dismissReview": "PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals",
  "pulls.list": "GET /repos/{owner}/{repo}/pulls",
  "pulls.listFiles": "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
  "pulls.listReviews": "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
  "pulls.update": "PATCH /repos/{owner}/{repo}/pulls/{pull_number}",
  "repos.compareCommitsWithBasehead": "GET /repos/{owner}/{repo}/compare/{basehead}",
};

async function request(route, parameters) {
  const rest = { ...parameters };
  const [method, template] = route.split(" ");
  const path = template.replace(/\{(\w+)\}/g, (_, name) => {
    if (rest[name] === undefined) throw new Error(`${route}: no ${name}`);
    const value = encodeURIComponent(rest[name]);
    delete rest[name];
    return value;
  });
  const query = method === "GET" ? `?${new URLSearchParams(rest)}` : "";
  const response = await fetch(`${process.env.GITHUB_API_URL}${path}${query}`, {
    method,
    headers: { Authorization: `Bearer ${process.env.TOKEN}`, "Content-Type": "application/json" },
    body: ["GET", "DELETE"].includes(method) ? undefined : JSON.stringify(rest),
  });
  if (!response.ok) {
    const error = new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    throw Object.assign(error, { status: response.status });
  }
  return { data: response.status === 204 ? undefined : await response.json() };
}

const rest = {};
for (const [name, route] of Object.entries(ROUTES)) {
  const [section, call] = name.split(".");
  rest[section] ??= {};
  rest[section][call] = (parameters) => request(route, parameters);
}
// Lists that GitHub wraps in an object come out of paginate without it.
const paginate = async (call, parameters) => {
  const { data } = await call(parameters);
  return Array.isArray(data) ? data : (data.check_runs ?? data.workflow_runs ?? []);
};
const [owner, repo] = process.env.GITHUB_REPOSITORY.split("/");
const context = {
  repo: { owner, repo },
  payload: JSON.parse(fs.readFileSync(process.env.GITHUB_EVENT_PATH, "utf8")),
  ref: process.env.GITHUB_REF,
  runId: Number(process.env.GITHUB_RUN_ID),
  serverUrl: process.env.GITHUB_SERVER_URL,
};
const core = {
  info: console.log,
  warning: (text) => console.log(`::warning::${text}`),
  setOutput: (name, value) => fs.appendFileSync(process.env.GITHUB_OUTPUT, `${name}=${value}\n`),
};
const AsyncFunction = (async () => {}).constructor;
new AsyncFunction("github", "context", "core", "require", process.env.SCRIPT)(
  { rest, paginate }, context, core, require,
).catch((error) => { console.log(error.message); process.exit(1); });
