#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the output of logdoc to docs/output.schema.json.

    check_output.py SCHEMA json|ndjson [FILE]      standard input when there is no FILE

The schema lets fields be added, for the readers' sake. The output itself may hold no field
that the schema does not tell of: each is documented before it ships.
"""
import copy
import json
import sys

import jsonschema


def closed(schema):
    """The same schema with every object closed to fields that it does not name."""
    schema = copy.deepcopy(schema)
    for part in [schema, *schema["definitions"].values()]:
        close(part)
    definitions = schema["definitions"]
    event = definitions["event"]
    for case in event["allOf"]:
        name = case["then"]["$ref"].rpartition("/")[2]
        with_event = copy.deepcopy(definitions[name])
        with_event["properties"]["event"] = {}
        case["then"] = with_event
    event.pop("additionalProperties", None)
    return schema


def close(part):
    if isinstance(part, dict):
        if "properties" in part and part.get("type") == "object":
            part.setdefault("additionalProperties", False)
        for value in part.get("properties", {}).values():
            close(value)


def main():
    schema_path, kind, *files = sys.argv[1:]
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    text = open(files[0], encoding="utf-8").read() if files else sys.stdin.read()
    schema = closed(schema)
    values = [text]
    if kind == "ndjson":
        schema = {"definitions": schema["definitions"], "$ref": "#/definitions/event"}
        values = text.splitlines()
    validator = jsonschema.Draft7Validator(schema)
    faults = [f"{number}: {'/'.join(map(str, error.absolute_path))}: {error.message}"
              for number, value in enumerate(values, 1)
              for error in validator.iter_errors(json.loads(value))]
    if not values:
        faults = ["no output"]
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
