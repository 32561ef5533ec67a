package dev.sluice.functions.app;

/** How routes are written down: without slashes at the ends. */
final class Paths {

    private Paths() {}

    static String trim(String path) {
        return path.replaceAll("^/+|/+$", "");
    }
}
