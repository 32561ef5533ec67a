package dev.sluice.emulator.benchmark;

/** What has happened to a message when the broker acknowledges it. */
enum Durability {
    /** It is in memory. */
    MEMORY,
    /** It has been written to a file; the operating system may still hold it. */
    WRITE,
    /** It is on the disk. */
    SYNC
}
