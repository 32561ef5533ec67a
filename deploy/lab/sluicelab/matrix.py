"""The matrix: rows by name, what came of each, as a table and as JUnit XML."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from xml.etree import ElementTree

from .fabric import FABRIC
from .parameters import fill

AT_ONCE = 24


@dataclass(frozen=True)
class Row:
    """`decided` are the decisions, place/rule, that must be found, all of them and no others."""

    name: str
    host: str
    url: str
    outcome: str
    decided: tuple
    says: str


@dataclass
class Result:
    row: Row
    outcome: str
    decided: tuple
    note: str
    seconds: float

    @property
    def passed(self):
        return self.outcome == self.row.outcome and set(self.decided) == set(self.row.decided)

    @property
    def difference(self):
        wanted, found = set(self.row.decided), set(self.decided)
        parts = [] if self.outcome == self.row.outcome else [f"{self.outcome} instead of {self.row.outcome}"]
        parts += [f"not decided by {each}" for each in sorted(wanted - found)] + [
            f"decided by {each}" for each in sorted(found - wanted)
        ]
        return "; ".join(parts)


def read_rows(path, words, short):
    rows = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [fill(cell.strip(), words) for cell in line.split("|")]
        if len(cells) != 6:
            raise ValueError(f"{path}:{number}: expected 6 cells, found {len(cells)}")
        name, host, url, outcome, decided, says = cells
        if any(each.name == name for each in rows):
            raise ValueError(f"{path}:{number}: there are two rows {name}")
        rows.append(
            Row(
                name, host, url, outcome, () if decided == "-" else tuple(short(each) for each in decided.split()), says
            )
        )
    return rows


def run(rows, prober, log, topology, short):
    """All rows at once, then who decided what; `short` shortens the names of those."""

    def look(row):
        begin = time.monotonic()
        finding = prober.probe(topology.host(row.host).name, row.url)
        return row, finding, time.monotonic() - begin

    with ThreadPoolExecutor(AT_ONCE) as pool:
        looked = list(pool.map(look, rows))
    log.settle([FABRIC, "internet", *(each.name for each in topology.of_kind("firewall"))])
    results = []
    for row, finding, seconds in looked:
        prober.settle(finding)
        decided = tuple(short(f"{place}/{rule}") for place, rule, _ in finding.decisions)
        results.append(Result(row, finding.outcome, decided, finding.note, seconds))
    return results


def table(results):
    """The rows as text; what is not as expected says how."""
    widths = [
        max(len(cell(each)) for each in results)
        for cell in (lambda r: r.row.name, lambda r: r.row.host, lambda r: r.row.url)
    ]
    lines = []
    for each in results:
        mark = "ok  " if each.passed else "FAIL"
        lines.append(
            f"{mark} {each.row.name:{widths[0]}}  {each.row.host:{widths[1]}}  {each.row.url:{widths[2]}}  "
            f"{each.outcome:8} {' '.join(each.decided) or '-'}"
        )
        if not each.passed:
            lines.append(f"     {each.row.says}: {each.difference} ({each.note})")
    return "\n".join(lines)


def junit(path, suites):
    """`suites`: name to a list of (name, seconds, failure or None)."""
    root = ElementTree.Element("testsuites")
    for name, cases in suites.items():
        failed = [each for each in cases if each[2]]
        suite = ElementTree.SubElement(root, "testsuite", name=name, tests=str(len(cases)), failures=str(len(failed)))
        for case, seconds, failure in cases:
            element = ElementTree.SubElement(suite, "testcase", classname=name, name=case, time=f"{seconds:.3f}")
            if failure:
                ElementTree.SubElement(element, "failure", message=failure)
    path.parent.mkdir(parents=True, exist_ok=True)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
