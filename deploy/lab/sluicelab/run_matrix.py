"""The matrix and the misconfigurations, run against a lab that is up."""

import time

from . import matrix
from .flows import FlowLog
from .probe import Prober


def rows_of(lab, file=None):
    return matrix.read_rows(file or lab.home / "matrix.txt", lab.vocabulary(), lab.short)


def look(lab, rows):
    """The results of these rows in the network as it is now."""
    log = FlowLog(lab.flow_log, [each.address for each in lab.azure.firewalls])
    try:
        return matrix.run(rows, Prober(lab.topology, log, lab.authority.certificate), log, lab.topology, lab.short)
    finally:
        log.close()


def test(lab, out, only=(), file=None):
    begin = time.monotonic()
    rows = [each for each in rows_of(lab, file) if not only or each.name in only]
    results = look(lab, rows)
    print(matrix.table(results))
    matrix.junit(out / "TEST-lab-matrix.xml", {"lab.matrix": [(each.row.name, each.seconds, None if each.passed else each.difference) for each in results]})
    failed = [each for each in results if not each.passed]
    print(f"{len(results)} rows, {len(results) - len(failed)} as expected, {len(failed)} not; {time.monotonic() - begin:.1f} s")
    return 1 if failed else 0
