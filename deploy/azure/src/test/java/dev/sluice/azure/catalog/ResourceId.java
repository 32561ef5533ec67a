package dev.sluice.azure.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The path of a resource, {@code /subscriptions/…/providers/<namespace>/<type>/<name>…}.
 *
 * @param path as it was written
 */
public record ResourceId(String path) {
    private static final String PROVIDERS = "/providers/";

    /** @param path with or without a slash at its end */
    public static ResourceId of(String path) {
        return new ResourceId(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }

    /** What two spellings of one resource have in common: Azure compares ids without regard to case. */
    public String key() {
        return path.toLowerCase(Locale.ROOT);
    }

    /** {@code Microsoft.Network/virtualNetworks/subnets}, or {@code Microsoft.Resources/resourceGroups}. */
    public String type() {
        int providers = path.lastIndexOf(PROVIDERS);
        if (providers < 0) {
            return "Microsoft.Resources/resourceGroups";
        }
        List<String> segments = segments(providers);
        List<String> type = new ArrayList<>(List.of(segments.get(0)));
        for (int i = 1; i < segments.size(); i += 2) {
            type.add(segments.get(i));
        }
        return String.join("/", type);
    }

    /** The last segment. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The resource that this one is a child of; empty for a top-level resource. */
    public Optional<ResourceId> parent() {
        int providers = path.lastIndexOf(PROVIDERS);
        if (providers < 0 || segments(providers).size() <= 3) {
            return Optional.empty();
        }
        return Optional.of(up());
    }

    /** What an extension resource, such as a role assignment, is put on; empty for any other. */
    public Optional<ResourceId> scope() {
        int providers = path.lastIndexOf(PROVIDERS);
        return providers > 0 && path.substring(0, providers).contains(PROVIDERS)
                ? Optional.of(of(path.substring(0, providers)))
                : Optional.empty();
    }

    /** The resource group's own id; empty for what lies outside of one. */
    public Optional<ResourceId> group() {
        String[] parts = path.split("/");
        return parts.length > 4 && "resourcegroups".equalsIgnoreCase(parts[3])
                ? Optional.of(of(String.join("/", Arrays.copyOf(parts, 5))))
                : Optional.empty();
    }

    private ResourceId up() {
        String shorter = path.substring(0, path.lastIndexOf('/'));
        return of(shorter.substring(0, shorter.lastIndexOf('/')));
    }

    private List<String> segments(int providers) {
        return Arrays.asList(path.substring(providers + PROVIDERS.length()).split("/"));
    }

    @Override
    public String toString() {
        return path;
    }
}
