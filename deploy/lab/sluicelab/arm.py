"""The bodies that `deploy.sh --dry-run` prints, one JSON object a line, by resource id."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Resource:
    """One PUT: what Azure would be told about one resource."""

    id: str
    type: str
    name: str
    body: dict

    @property
    def properties(self):
        return self.body.get("properties") or {}

    @property
    def parent(self):
        """The id of the resource that this one is a child of."""
        return self.id.rsplit("/", 2)[0]


def key(resource_id):
    """Azure compares ids without regard to case."""
    return resource_id.rstrip("/").lower()


def ref(value):
    """The id in a reference ({"id": ...}), or None."""
    return key(value["id"]) if value and value.get("id") else None


def parse_url(url):
    """Splits a resource's URL into its id, its full type in lower case, and its name."""
    path = url.split("?", 1)[0]
    if path.startswith("https://"):
        path = "/" + path.split("/", 3)[3]
    scope, separator, rest = path.rpartition("/providers/")
    if not separator:
        return key(path), "group", path.rsplit("/", 1)[-1]
    parts = rest.split("/")
    kind = "/".join([parts[0], *parts[1::2]]).lower()
    return key(path), kind, parts[-1]


class Resources:
    """All resources of a deployment; a later PUT of the same id replaces the earlier one, as in Azure."""

    def __init__(self, lines):
        self._by_id = {}
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                call = json.loads(line)
                method, url = call["method"].upper(), call["url"]
            except (ValueError, KeyError, TypeError, AttributeError) as broken:
                raise ValueError(f"line {number} of the dry run is no call: {line[:120]!r}") from broken
            if method in ("PUT", "PATCH"):
                resource_id, kind, name = parse_url(url)
                self._by_id[resource_id] = Resource(resource_id, kind, name, call.get("body") or {})

    def of_type(self, kind):
        wanted = kind.lower()
        return [each for each in self._by_id.values() if each.type == wanted]

    def find(self, resource_id):
        return self._by_id.get(key(resource_id)) if resource_id else None

    def replace(self, resource):
        """Puts a changed resource in the place of the one with its id: how misconfigurations are made."""
        self._by_id[resource.id] = resource

    def remove(self, resource_id):
        del self._by_id[key(resource_id)]

    def __len__(self):
        return len(self._by_id)
