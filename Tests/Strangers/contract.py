"""An OpenAPI document as a judge of live answers, by JSON Schema."""

import http.client
import json
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


class Contract:
    """An OpenAPI document with every object closed."""

    NAME = "urn:contract"

    def __init__(self, document):
        self.document = document
        resource = referencing.Resource(contents=closed(document), specification=DRAFT202012)
        self.registry = referencing.Registry().with_resource(self.NAME, resource)

    def check(self, path, method, status, media_type, body):
        """Raises unless an answer is one that the contract foresees; the key of the response it is."""
        responses = self.document["paths"][path][method]["responses"]
        key = str(status) if str(status) in responses else "default"
        response = responses[key]
        if "$ref" in response:
            response = self.document["components"]["responses"][response["$ref"].rpartition("/")[2]]
        assert media_type in response["content"], f"{path}: {status} {media_type}"
        schema = response["content"][media_type].get("schema", {})
        if media_type.endswith("json"):
            value = json.loads(body)
            reference = absolute(closed(schema), self.NAME)
            jsonschema.Draft202012Validator(reference, registry=self.registry).validate(value)
            if "x-codes" in response and isinstance(value, dict) and "code" in value:
                assert value["code"] in response["x-codes"]
        elif schema.get("type") == "string":
            body.decode("utf-8")
        return key
