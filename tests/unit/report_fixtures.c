/* SPDX-License-Identifier: MIT
 * Answers made by hand, as the engine would give them. */
#include "report_fixtures.h"

static const char *const on_web_1[] = { "web.1" };
static const char *const on_two[] = { "web.1", "web.2" };
static const char *const on_worker[] = { "worker.1" };

/* A package that was not named in requirements.txt. */
static const struct logdoc_evidence missing_evidence[] = {
    { 0, 36, AT(4), "app", "web.1", "Traceback (most recent call last):", false },
    { 0, 37, AT(4), "app", "web.1",
      "File \"/app/.heroku/python/lib/python3.12/site-packages/gunicorn/arbiter.py\", "
      "line 609, in spawn_worker",
      false },
    { 0, 40, AT(4), "app", "web.1", "from flask_session import Session", false },
    { 0, 41, AT(5), "app", "web.1",
      "ModuleNotFoundError: No module named 'flask_session'", true },
    { 0, 44, AT(5), "heroku", "web.1", "Process exited with status 3", false },
    { 0, 45, AT(5), "heroku", "web.1", "State changed from starting to crashed", false },
    { 0, 52, AT(9), "heroku", "router",
      "at=error code=H10 desc=\"App crashed\" method=GET path=\"/\" "
      "host=my-app.herokuapp.com dyno= connect= service= status=503 bytes=",
      false },
};
static const struct logdoc_symptom missing_symptoms[] = {
    { "H10", 40, AT(9), AT(252) },
    { "crashed", 3, AT(5), AT(66) },
    { "exit-3", 3, AT(5), AT(66) },
};
static const struct logdoc_edit missing_edits[] = {
    { "requirements.txt", "add-line", "Flask-Session", "" },
};
static const char *const missing_commands[] = {
    "git add requirements.txt",
    "git commit -m \"Add Flask-Session\"",
    "git push heroku main",
};
static const struct logdoc_fix missing_fixes[] = {
    { "Add Flask-Session to requirements.txt",
      "The package is called Flask-Session, although you import flask_session.",
      missing_commands, COUNT_OF(missing_commands), missing_edits,
      COUNT_OF(missing_edits), LOGDOC_HIGH },
};
static const char *const missing_docs[] = {
    "https://devcenter.heroku.com/articles/python-pip",
};

static const struct logdoc_diagnosis missing_diagnoses[] = {
    { .id = "python-missing-package",
      .title = "The Python package 'flask_session' is not installed",
      .subject = "flask_session",
      .explanation = "Heroku installs only what requirements.txt names. Your code "
                     "imports flask_session, and no package in that file brings it.",
      .severity = LOGDOC_FATAL,
      .status = LOGDOC_ACTIVE,
      .confidence = LOGDOC_HIGH,
      .fault = LOGDOC_FAULT_APP,
      .cause_known = true,
      .count = 3,
      .first_seen = AT(5),
      .last_seen = AT(65),
      .release = "v7",
      .processes = on_web_1,
      .process_count = COUNT_OF(on_web_1),
      .evidence = missing_evidence,
      .evidence_count = COUNT_OF(missing_evidence),
      .symptoms = missing_symptoms,
      .symptom_count = COUNT_OF(missing_symptoms),
      .fixes = missing_fixes,
      .fix_count = COUNT_OF(missing_fixes),
      .docs = missing_docs,
      .doc_count = COUNT_OF(missing_docs) }
};

/* Requests that took longer than 30 seconds. */
static const struct logdoc_evidence slow_evidence[] = {
    { 0, 1207, AT(61), "heroku", "router",
      "at=error code=H12 desc=\"Request timeout\" method=POST path=\"/reports/export\" "
      "host=shop.example.com dyno=web.2 connect=1ms service=30000ms status=503 bytes=0",
      true },
};
static const struct logdoc_symptom slow_symptoms[] = {
    { "worker-timeout", 12, AT(61), AT(1500) },
    { "http-500", 212, AT(61), AT(1510) },
};
static const char *const slow_commands[] = { "heroku labs:enable log-runtime-metrics" };
static const struct logdoc_fix slow_fixes[] = {
    { "Move the slow work of POST /reports/export to a worker dyno",
      "Answer the request at once and let a background job (Celery, RQ, Sidekiq) do the "
      "work; the browser asks for the result later.",
      NULL, 0, NULL, 0, LOGDOC_MEDIUM },
    { "Look at what the request waits for", "", slow_commands, COUNT_OF(slow_commands),
      NULL, 0, LOGDOC_MEDIUM },
};
static const char *const slow_docs[] = {
    "https://devcenter.heroku.com/articles/request-timeout",
    "https://devcenter.heroku.com/articles/error-codes#h12-request-timeout",
};

/* Over the memory quota: a warning. */
static const struct logdoc_evidence memory_evidence[] = {
    { 0, 900, AT(40), "heroku", "worker.1", "Process running mem=611M(119.3%)", false },
    { 0, 901, AT(40), "heroku", "worker.1", "Error R14 (Memory quota exceeded)", true },
};
static const char *const memory_commands[] = {
    "heroku config:set WEB_CONCURRENCY=1 --app my-app",
};
static const struct logdoc_fix memory_fixes[] = {
    { "Run fewer processes in the dyno", "Each keeps its own copy of the app.",
      memory_commands, COUNT_OF(memory_commands), NULL, 0, LOGDOC_LOW },
};

/* A variable that was set later: resolved. */
static const struct logdoc_evidence variable_evidence[] = {
    { 1, 12, AT(20), "app", "web.1", "KeyError: 'SECRET_KEY'", true },
};
static const struct logdoc_symptom variable_symptoms[] = {
    { "crashed", 1, AT(21), AT(21) },
    { "exit-1", 1, AT(21), AT(21) },
};

/* Of which the first stands alone in another report. */
static const struct logdoc_diagnosis three_diagnoses[] = {
    { .id = "request-timeout",
      .title = "Requests take longer than 30 seconds, so Heroku gives up on them",
      .subject = "/reports/export",
      .explanation = "The router waits 30 seconds for the first byte of an answer. "
                     "The app goes on working on a request that nobody waits for, "
                     "which slows down the next one.",
      .severity = LOGDOC_ERROR,
      .status = LOGDOC_ACTIVE,
      .confidence = LOGDOC_MEDIUM,
      .fault = LOGDOC_FAULT_APP,
      .cause_known = true,
      .count = 212,
      .first_seen = AT(61),
      .last_seen = AT(1510),
      .release = "",
      .processes = on_two,
      .process_count = COUNT_OF(on_two),
      .evidence = slow_evidence,
      .evidence_count = COUNT_OF(slow_evidence),
      .symptoms = slow_symptoms,
      .symptom_count = COUNT_OF(slow_symptoms),
      .fixes = slow_fixes,
      .fix_count = COUNT_OF(slow_fixes),
      .docs = slow_docs,
      .doc_count = COUNT_OF(slow_docs) },
    { .id = "memory-quota",
      .title = "The dyno uses more memory than it has",
      .subject = "worker.1",
      .explanation = "What does not fit is swapped to disk.",
      .severity = LOGDOC_WARNING,
      .status = LOGDOC_ACTIVE,
      .confidence = LOGDOC_HIGH,
      .fault = LOGDOC_FAULT_APP,
      .cause_known = true,
      .count = 1204,
      .first_seen = AT(40),
      .last_seen = AT(90000),
      .release = "",
      .processes = on_worker,
      .process_count = COUNT_OF(on_worker),
      .evidence = memory_evidence,
      .evidence_count = COUNT_OF(memory_evidence),
      .fixes = memory_fixes,
      .fix_count = COUNT_OF(memory_fixes) },
    { .id = "python-missing-variable",
      .title = "The config variable SECRET_KEY is not set",
      .subject = "SECRET_KEY",
      .explanation = "The app reads it when it starts.",
      .severity = LOGDOC_FATAL,
      .status = LOGDOC_RESOLVED,
      .confidence = LOGDOC_HIGH,
      .fault = LOGDOC_FAULT_APP,
      .cause_known = true,
      .count = 1,
      .first_seen = AT(20),
      .last_seen = AT(20),
      .release = "v11",
      .processes = on_web_1,
      .process_count = COUNT_OF(on_web_1),
      .evidence = variable_evidence,
      .evidence_count = COUNT_OF(variable_evidence),
      .symptoms = variable_symptoms,
      .symptom_count = COUNT_OF(variable_symptoms) },
};

/* A build that ends at the first step. */
static const struct logdoc_evidence build_evidence[] = {
    { 0, 11, 0, "", "build", "-----> Installing requirements with pip", false },
    { 0, 14, 0, "", "build",
      "ERROR: Could not find a version that satisfies the requirement psycopg2==2.9.99 "
      "(from -r requirements.txt (line 6)) (from versions: 2.9.5, 2.9.6, 2.9.7, 2.9.8, "
      "2.9.9, 2.9.10)",
      true },
    { 0, 20, 0, "", "build", "!     Push rejected, failed to compile Python app.",
      false },
};
static const struct logdoc_symptom build_symptoms[] = {
    { "build-failed", 1, 0, 0 },
    { "push-rejected", 1, 0, 0 },
};
static const struct logdoc_edit build_edits[] = {
    { "requirements.txt", "replace-line", "psycopg2==2.9.10", "psycopg2==2.9.99" },
};
static const struct logdoc_edit build_other_edits[] = {
    { ".python-version", "create-file", "3.12\n", "" },
};
static const char *const build_commands[] = {
    "git commit -am \"Use psycopg2 2.9.10\"",
    "git push heroku main",
};
static const struct logdoc_fix build_fixes[] = {
    { "Ask for a version that exists", "", build_commands, COUNT_OF(build_commands),
      build_edits, COUNT_OF(build_edits), LOGDOC_HIGH },
    { "Choose the Python version that your package needs", "", NULL, 0, build_other_edits,
      COUNT_OF(build_other_edits), LOGDOC_LOW },
};

static const struct logdoc_diagnosis build_diagnoses[] = {
    { .id = "pip-no-version",
      .title = "There is no version 2.9.99 of the Python package psycopg2",
      .subject = "psycopg2",
      .explanation = "pip found the package, but not the version that line 6 of "
                     "requirements.txt asks for.",
      .severity = LOGDOC_FATAL,
      .status = LOGDOC_ACTIVE,
      .confidence = LOGDOC_HIGH,
      .fault = LOGDOC_FAULT_APP,
      .cause_known = true,
      .count = 1,
      .release = "",
      .evidence = build_evidence,
      .evidence_count = COUNT_OF(build_evidence),
      .symptoms = build_symptoms,
      .symptom_count = COUNT_OF(build_symptoms),
      .fixes = build_fixes,
      .fix_count = COUNT_OF(build_fixes) }
};

static const struct logdoc_input one_input[] = { { "crash.log", 812, 99120 } };
static const struct logdoc_input standard_input[] = { { "-", 24, 2411 } };
static const struct logdoc_input two_inputs[] = {
    { "logs/web.log", 4000000, 1000000000 },
    { "logs/deploy.log", 190512, 40000000 },
};

static const struct logdoc_code missing_codes[] = { { "H10", 40 } };
static const struct logdoc_code three_codes[] = { { "H12", 212 }, { "R14", 1204 } };
static const struct logdoc_code idle_codes[] = { { "H27", 2 } };
static const struct logdoc_gap three_gaps[] = { { "L10", 1101, 0, 0, 77 },
                                                { "L10", 90, 0, 0, 1077 },
                                                { "L13", 0, 0, 1, 5 } };

const struct logdoc_report missing_package_report = {
    .inputs = one_input,
    .input_count = 1,
    .diagnoses = missing_diagnoses,
    .diagnosis_count = 1,
    .codes = missing_codes,
    .code_count = 1,
    .stats = { .lines = 812,
               .bytes = 99120,
               .entries = 810,
               .requests = 210,
               .request_errors = 40,
               .status_class = { 0, 0, 170, 0, 0, 40 },
               .first_time = AT(1),
               .last_time = AT(252) },
};

const struct logdoc_report slow_requests_report = {
    .inputs = one_input,
    .input_count = 1,
    .diagnoses = three_diagnoses,
    .diagnosis_count = 1,
    .codes = three_codes,
    .code_count = 1,
    .stats = { .lines = 812,
               .bytes = 99120,
               .requests = 5120,
               .request_errors = 212,
               .first_time = AT(1),
               .last_time = AT(1510) },
};

const struct logdoc_report three_report = {
    .inputs = two_inputs,
    .input_count = 2,
    .diagnoses = three_diagnoses,
    .diagnosis_count = 3,
    .codes = three_codes,
    .code_count = 2,
    .gaps = three_gaps,
    .gap_count = 3,
    .stats = { .lines = 4190512,
               .bytes = 1040000000,
               .requests = 2933000,
               .request_errors = 212,
               .first_time = AT(1),
               .last_time = AT(90001),
               .more = 3 },
};

const struct logdoc_report build_report = {
    .inputs = standard_input,
    .input_count = 1,
    .diagnoses = build_diagnoses,
    .diagnosis_count = 1,
    .stats = { .lines = 24, .bytes = 2411 },
};

const struct logdoc_report nothing_report = {
    .inputs = one_input,
    .input_count = 1,
    .codes = idle_codes,
    .code_count = 1,
    .stats = { .lines = 812,
               .bytes = 99120,
               .requests = 700,
               .first_time = AT(1),
               .last_time = AT(252) },
};

const struct logdoc_report empty_report = { .inputs = standard_input };

static const char *const hostile_texts[] = { HOSTILE, "https://x/\"><script>", "```" };
static const struct logdoc_edit hostile_edits[] = {
    { HOSTILE, "replace-line", HOSTILE, HOSTILE },
};
static const struct logdoc_fix hostile_fixes[] = {
    { HOSTILE, HOSTILE, hostile_texts, COUNT_OF(hostile_texts), hostile_edits, 1,
      LOGDOC_LOW },
};
static const struct logdoc_evidence hostile_evidence[] = {
    { 0, 1, AT(1), HOSTILE, HOSTILE, HOSTILE, true },
    { 7, UINT64_MAX, 0, HOSTILE, "", HOSTILE, false },
};
static const struct logdoc_symptom hostile_symptoms[] = { { HOSTILE, 1, 0, 0 } };
static const struct logdoc_input hostile_inputs[] = { { HOSTILE, 1, 1 }, { "b", 1, 1 } };
static const struct logdoc_code hostile_codes[] = { { HOSTILE, UINT64_MAX } };
static const struct logdoc_gap hostile_gaps[] = { { HOSTILE, 3, 0, 0, 1 } };
static const struct logdoc_diagnosis hostile_diagnoses[] = {
    { .id = "hostile",
      .title = HOSTILE,
      .subject = HOSTILE,
      .explanation = HOSTILE,
      .severity = LOGDOC_ERROR,
      .cause_known = true,
      .count = 2,
      .release = HOSTILE,
      .processes = hostile_texts,
      .process_count = COUNT_OF(hostile_texts),
      .evidence = hostile_evidence,
      .evidence_count = 2,
      .symptoms = hostile_symptoms,
      .symptom_count = 1,
      .fixes = hostile_fixes,
      .fix_count = 1,
      .docs = hostile_texts,
      .doc_count = COUNT_OF(hostile_texts) },
};
const struct logdoc_report hostile_report = {
    .inputs = hostile_inputs,
    .input_count = 2,
    .diagnoses = hostile_diagnoses,
    .diagnosis_count = 1,
    .codes = hostile_codes,
    .code_count = 1,
    .gaps = hostile_gaps,
    .gap_count = 1,
    .stats = { .lines = 2, .first_time = AT(1), .last_time = AT(2) },
};
