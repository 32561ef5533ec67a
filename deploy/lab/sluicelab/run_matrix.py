"""The matrix and the misconfigurations, run against a lab that is up."""

import time

from . import matrix
from .flows import FlowLog
from .misconfigurations import ALL, Workshop
from .probe import PATIENCE_SECONDS, Prober

# A misconfigured network may swallow packets: less is waited for them.
SHORT_PATIENCE_SECONDS = 5


def rows_of(lab, file=None):
    return matrix.read_rows(file or lab.home / "matrix.txt", lab.vocabulary(), lab.short)


def look(lab, rows, patience=PATIENCE_SECONDS):
    """The results of these rows in the network as it is now."""
    log = FlowLog(lab.flow_log, [each.address for each in lab.azure.firewalls])
    try:
        return matrix.run(
            rows, Prober(lab.topology, log, lab.authority.certificate, patience), log, lab.topology, lab.short
        )
    finally:
        log.close()


def test(lab, out, only=(), file=None):
    begin = time.monotonic()
    rows = [each for each in rows_of(lab, file) if not only or each.name in only]
    results = look(lab, rows)
    print(matrix.table(results))
    matrix.junit(
        out / "TEST-lab-matrix.xml",
        {"lab.matrix": [(each.row.name, each.seconds, None if each.passed else each.difference) for each in results]},
    )
    failed = [each for each in results if not each.passed]
    counts = f"{len(results)} rows, {len(results) - len(failed)} as expected, {len(failed)} not"
    print(f"{counts}; {time.monotonic() - begin:.1f} s")
    return 1 if failed else 0


def misconfigure(lab, out, only=()):
    """Makes each misconfiguration, looks at the row that names it, and puts the network right again at the end."""
    rows = {each.name: each for each in rows_of(lab)}
    cases = []
    try:
        for each in ALL:
            if only and each.name not in only:
                continue
            begin = time.monotonic()
            result = _misconfigured(lab, each, rows[each.row])
            failure = None
            if result.passed:
                failure = f"not caught: {each.row} found everything as expected"
            elif result.outcome != each.found:
                failure = f"{each.row} found {result.outcome}, not {each.found}: {result.difference} ({result.note})"
            print(
                f"{'FAIL ' + failure if failure else 'caught'} {each.name}: {each.row}: {result.difference}", flush=True
            )
            cases.append((each.name, time.monotonic() - begin, failure))
    finally:
        _change(lab, lab.resources())
    failed = [each for each in cases if each[2]]
    matrix.junit(out / "TEST-lab-misconfigurations.xml", {"lab.misconfigurations": cases})
    print(f"{len(cases)} misconfigurations, {len(cases) - len(failed)} caught; {sum(each[1] for each in cases):.1f} s")
    return 1 if failed else 0


def _misconfigured(lab, misconfiguration, row):
    resources = lab.resources()
    misconfiguration.make(Workshop(resources, lab.parameters))
    _change(lab, resources)
    return look(lab, [row], SHORT_PATIENCE_SECONDS)[0]


def _change(lab, resources):
    lab.load(resources)
    lab.apply()
    lab.name_servers.change(lab.azure, lab.topology)
