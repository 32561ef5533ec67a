/**
 * The Functions host as a whole: {@link dev.sluice.functions.FunctionsHost} for tests and other programs,
 * {@code FunctionsHostCommand} for the command line. The only package that others may use, together with
 * {@code scale.ScalePlan} and {@code handler.HostControl.InstanceStatus}.
 */
package dev.sluice.functions;
