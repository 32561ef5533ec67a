package dev.sluice.functions.app;

/**
 * One function of an app.
 *
 * @param name the name of its folder
 * @param disabled whether it is there, but never runs
 */
public record FunctionDefinition(String name, Trigger trigger, boolean disabled) {}
