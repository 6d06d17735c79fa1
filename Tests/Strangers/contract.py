"""An OpenAPI document as a judge of live answers, by JSON Schema."""

import http.client
import json
import re
import urllib.parse

import jsonschema
import referencing
from referencing.jsonschema import DRAFT202012


def ask(url, path, method="GET", body=None, headers=None):
    """Status, media type and body of any answer."""
    place = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
    try:
        connection.request(method, path, body=body, headers=headers or {})
        answer = connection.getresponse()
        is_endless = answer.getheader("content-type") == "text/event-stream"
        return answer.status, answer.getheader("content-type"), answer.fp.readline() if is_endless else answer.read()
    finally:
        connection.close()


def closed(schema):
    """The schema, with members that it does not name refused."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    copy = {key: closed(value) for key, value in schema.items()}
    if "properties" in schema and "additionalProperties" not in schema:
        copy["additionalProperties"] = False
    return copy


def absolute(schema, name):
    """The schema with its references into the document as such, wherever it is judged."""
    if isinstance(schema, list):
        return [absolute(item, name) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: name + value if key == "$ref" and isinstance(value, str) else absolute(value, name)
            for key, value in schema.items()}


def read(text, kind):
    """A parameter's text as the JSON value that its schema is about."""
    if kind == "integer" and re.fullmatch(r"-?[0-9]+", text):
        return int(text)
    return {"true": True, "false": False}.get(text, text) if kind == "boolean" else text


class Contract:
    """An OpenAPI document with every object closed."""

    NAME = "urn:contract"

    def __init__(self, document):
        self.document = document
        resource = referencing.Resource(contents=closed(document), specification=DRAFT202012)
        self.registry = referencing.Registry().with_resource(self.NAME, resource)

    def operations(self, *tags):
        """Each operation as a method, a path, and what the contract says of it; of these subjects alone when they are named."""
        return [(method, path, operation) for path, operations in self.document["paths"].items()
                for method, operation in operations.items() if not tags or operation["tags"][0] in tags]

    def fits(self, value, schema):
        """Raises unless a value fits a schema of the document."""
        reference = absolute(closed(schema), self.NAME)
        jsonschema.Draft202012Validator(reference, registry=self.registry).validate(value)

    def parameters(self, operation, where):
        """The parameters of an operation that stand there, by name."""
        known = self.document["components"].get("parameters", {})
        listed = [known[one["$ref"].rpartition("/")[2]] if "$ref" in one else one for one in operation.get("parameters", [])]
        return {one["name"].lower() if where == "header" else one["name"]: one for one in listed if one["in"] == where}

    def check_values(self, operation, where, values):
        """Raises unless parameters as texts are those of an operation; headers that it does not name are not looked at."""
        named = self.parameters(operation, where)
        missing = {name for name, one in named.items() if one.get("required")} - values.keys()
        assert not missing, (where, missing)
        assert where == "header" or values.keys() <= named.keys(), (where, values.keys() - named.keys())
        for name in values.keys() & named.keys():
            self.fits(read(values[name], named[name]["schema"].get("type")), named[name]["schema"])

    def check_request(self, template, method, whole, headers, body, media_type):
        """Raises unless a request is one that the contract foresees: its path, query, headers and body."""
        operation = self.document["paths"][template][method]
        path, _, query = whole.partition("?")
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template))
        found = re.fullmatch(pattern, path)
        assert found, (template, path)
        self.check_values(operation, "path", {name: urllib.parse.unquote(text) for name, text in found.groupdict().items()})
        self.check_values(operation, "query", dict(urllib.parse.parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))))
        self.check_values(operation, "header", {name.lower(): value for name, value in headers.items()})
        self.check_body(operation, body, media_type)

    def check_body(self, operation, body, media_type):
        wanted = operation.get("requestBody")
        if body is None or wanted is None:
            assert body is None and not (wanted or {}).get("required"), "a body where none is foreseen, or none where one is"
            return
        schema = wanted["content"][media_type].get("schema", {})
        if media_type.endswith("json"):
            self.fits(json.loads(body), schema)
        elif media_type == "application/x-www-form-urlencoded":
            self.fits(dict(urllib.parse.parse_qsl(body.decode(), strict_parsing=True)), schema)

    def check_told(self, headers, body):
        """Raises unless a delivery to a webhook is as the contract says; what it tells."""
        value = json.loads(body)
        operation = self.document["webhooks"][value["type"]]["post"]
        headers = {name.lower(): text for name, text in headers.items()}
        self.check_values(operation, "header", headers)
        self.check_body(operation, body, headers["content-type"])
        return value

    def check(self, path, method, status, media_type, body):
        """Raises unless an answer is one that the contract foresees; the key of the response it is."""
        responses = self.document["paths"][path][method]["responses"]
        key = str(status) if str(status) in responses else "default"
        response = responses[key]
        if "$ref" in response:
            response = self.document["components"]["responses"][response["$ref"].rpartition("/")[2]]
        if "content" not in response:
            assert not body, f"{path}: {status} has a body"
            return key
        assert media_type in response["content"], f"{path}: {status} {media_type}"
        schema = response["content"][media_type].get("schema", {})
        if media_type.endswith("json"):
            value = json.loads(body)
            self.fits(value, schema)
            if "x-codes" in response and isinstance(value, dict) and "code" in value:
                assert value["code"] in response["x-codes"]
        elif schema.get("type") == "string" and not {"contentMediaType", "format"} & schema.keys():
            body.decode("utf-8")
        return key
