package dev.sluice.emulator.store;

import java.nio.file.Path;

/** Looks into the files of a store that is closed. */
final class ClosedStore {

    private ClosedStore() {}

    static long bodies(Path directory) {
        try (var maps = StoreMaps.open(directory.resolve("messages.mv").toString())) {
            return maps.bodies().sizeAsLong();
        }
    }
}
