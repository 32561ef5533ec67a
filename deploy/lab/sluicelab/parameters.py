"""deploy/azure/parameters.env, as far as the lab asks for it."""

import re
import shlex


def read_parameters(path):
    """NAME=value lines; nothing is evaluated."""
    values = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = re.fullmatch(r"([A-Z][A-Z0-9_]*)=(.*)", line.strip())
        if not match:
            raise ValueError(f"{path}:{number}: expected NAME=value, found {line.strip()!r}")
        values[match.group(1)] = " ".join(shlex.split(match.group(2)))
    return values


def fill(text, values):
    """{NAME} replaced by the parameter's value."""

    def value(match):
        if match.group(1) not in values:
            raise ValueError(f"there is no parameter {match.group(1)}: {text}")
        return values[match.group(1)]

    return re.sub(r"\{([A-Z][A-Z0-9_]*)\}", value, text)
