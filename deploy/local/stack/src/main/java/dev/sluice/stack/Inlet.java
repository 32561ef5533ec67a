package dev.sluice.stack;

/** How orders reach the consumers of a stack. */
public enum Inlet {
    /** Both services are function apps; a functions-host receives and posts to their handlers. */
    FUNCTIONS,
    /** Both services run on their own; each consumer receives by itself. */
    PROCESSOR
}
