package dev.sluice.emulator.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * Opens the file of a directory, whatever state it is in. A damaged one is kept under another name, and what is whole of
 * it goes on in a new one; what that loses is said on the log. Nothing is thrown away.
 */
final class Opening {

    private static final Logger LOG = System.getLogger(Opening.class.getName());

    /**
     * What was opened.
     *
     * @param maps the file
     * @param census what is in it
     */
    record Opened(StoreMaps maps, Census census) {}

    private final StoreDirectory directory;
    private final String scheme;

    /** With a scheme that MVStore's file system knows in front of file names; empty for the real files. */
    Opening(StoreDirectory directory, String scheme) {
        this.directory = directory;
        this.scheme = scheme;
    }

    Opened open() {
        try {
            finishSalvage();
            long acknowledged = directory.acknowledged().version();
            boolean there = Files.exists(directory.file()) && Files.size(directory.file()) > 0;
            if (!there && acknowledged > 0) {
                throw unusable(Files.exists(directory.file()) ? "it is empty" : "it is missing", null);
            }
            return there ? openExisting(acknowledged) : create();
        } catch (IOException e) {
            throw new UncheckedIOException(directory.file() + ": " + e.getMessage(), e);
        }
    }

    private Opened create() {
        var maps = StoreMaps.open(scheme + directory.file());
        maps.store().setStoreVersion(StoreMaps.FORMAT);
        maps.store().commit();
        maps.store().sync();
        directory.sync();
        return new Opened(maps, Census.of(maps));
    }

    private Opened openExisting(long acknowledged) throws IOException {
        if (!Files.isWritable(directory.file())) {
            throw new StoreException(
                    directory.file() + " can't be written: give it back its rights, or another --data");
        }
        StoreMaps maps;
        try {
            maps = StoreMaps.open(scheme + directory.file());
        } catch (MVStoreException e) {
            refuseUnlessDamaged(e);
            return salvage(e.getMessage());
        } catch (RuntimeException | OutOfMemoryError e) {
            return salvage(e.toString());
        }
        int format = maps.store().getStoreVersion();
        if (format > StoreMaps.FORMAT || (format == 0 && acknowledged == 0 && maps.version() > 1)) {
            maps.store().closeImmediately();
            throw new StoreException(directory.file() + " was written in format " + format + ", and this version knows "
                    + StoreMaps.FORMAT + " only: start the emulator that wrote it, or give another --data");
        }
        var census = Census.of(maps);
        if (census.damage() != null || directory.isMarkedDamaged() || (format == 0 && acknowledged > 0)) {
            maps.store().closeImmediately();
            return salvage(census.damage() == null ? "a part of it can't be read" : census.damage());
        }
        if (maps.version() < acknowledged) {
            return wentBack(maps, acknowledged);
        }
        if (format != StoreMaps.FORMAT) {
            // The process that made the file did not get any further.
            maps.store().setStoreVersion(StoreMaps.FORMAT);
        }
        return new Opened(maps, census);
    }

    /** MVStore found an older version, whole, where newer ones have been acknowledged. */
    private Opened wentBack(StoreMaps found, long acknowledged) throws IOException {
        long version = found.version();
        found.store().closeImmediately();
        var copy = directory.damagedCopy();
        Files.copy(directory.file(), copy);
        LOG.log(
                Level.ERROR,
                "{0} is damaged: its newest part is gone. What changed in the last {1} commits, acknowledged until {2},"
                        + " is lost; all from before is whole and kept. The damaged file is kept as {3}.",
                directory.file(),
                String.valueOf(acknowledged - version),
                directory.acknowledged().when(),
                copy);
        var maps = StoreMaps.open(scheme + directory.file());
        directory.acknowledged().write(maps.version());
        return new Opened(maps, Census.of(maps));
    }

    private Opened salvage(String damage) throws IOException {
        var salvage = new Salvage(directory);
        var result = salvage.run();
        if (result == null) {
            throw unusable(damage, null);
        }
        var copy = directory.damagedCopy();
        Files.move(directory.file(), copy);
        finishSalvage();
        LOG.log(
                Level.ERROR,
                "{0} is damaged: {1}. {2} The damaged file is kept as {3}.",
                directory.file(),
                damage.replaceAll("\\p{Cntrl}+", " "),
                result,
                copy);
        var maps = StoreMaps.open(scheme + directory.file());
        directory.acknowledged().write(maps.version());
        return new Opened(maps, Census.of(maps));
    }

    /** Puts a salvaged file in its place; also when the process that made it ended between two lines. */
    private void finishSalvage() throws IOException {
        if (!Files.exists(directory.file()) && Files.exists(directory.salvaged())) {
            directory.acknowledged().write(0);
            Files.move(directory.salvaged(), directory.file(), StandardCopyOption.ATOMIC_MOVE);
            directory.unmarkDamaged();
            directory.sync();
        }
    }

    private void refuseUnlessDamaged(MVStoreException e) {
        if (e.getErrorCode() == DataUtils.ERROR_UNSUPPORTED_FORMAT) {
            throw new StoreException(
                    directory.file() + " was written by another version of MVStore: " + e.getMessage()
                            + "; start the emulator that wrote it, or give another --data",
                    e);
        }
        if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
            throw new StoreException(directory.file() + " is in use by another program", e);
        }
    }

    private StoreException unusable(String damage, Exception cause) {
        return new StoreException(
                directory.file() + " can't be used, and nothing in it can be saved: "
                        + damage.replaceAll("\\p{Cntrl}+", " ")
                        + ". It is left as it is: put a copy of it in its place, or move the directory away to start empty",
                cause);
    }
}
