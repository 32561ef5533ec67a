package dev.sluice.azure.arm;

import dev.sluice.azure.catalog.ResourceId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Children that a parent's body carries in an array, and that are resources of their own as well.
 *
 * @param property array under {@code properties}, and segment of the child's path
 * @param replaced whether a parent's body without the array drops the children; where not, Azure leaves them alone
 */
record InlineChildren(String property, boolean replaced) {
    private static final Map<String, List<InlineChildren>> BY_TYPE = Map.of(
            "microsoft.network/virtualnetworks",
            List.of(new InlineChildren("subnets", true), new InlineChildren("virtualNetworkPeerings", false)),
            "microsoft.network/networksecuritygroups",
            List.of(new InlineChildren("securityRules", true)),
            "microsoft.network/routetables",
            List.of(new InlineChildren("routes", true)));

    static List<InlineChildren> of(String type) {
        return BY_TYPE.getOrDefault(type.toLowerCase(Locale.ROOT), List.of());
    }

    /** Whether an id is that of such a child. */
    static boolean isChild(ResourceId id) {
        return id.parent().stream()
                .flatMap(parent -> of(parent.type()).stream())
                .anyMatch(children -> id.type()
                        .toLowerCase(Locale.ROOT)
                        .endsWith("/" + children.property().toLowerCase(Locale.ROOT)));
    }
}
