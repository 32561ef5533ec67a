package dev.sluice.azure.posture;

import java.util.List;
import java.util.stream.Stream;

/** All of them, in the order of the report. */
final class Invariants {
    private Invariants() {}

    static List<Invariant> all() {
        return Stream.of(
                        NetworkInvariants.all(),
                        ReachInvariants.all(),
                        FirewallInvariants.all(),
                        DnsInvariants.all(),
                        ServiceBusInvariants.all(),
                        DataInvariants.all(),
                        FunctionInvariants.all(),
                        RoleInvariants.all(),
                        CommonInvariants.all())
                .flatMap(List::stream)
                .toList();
    }
}
