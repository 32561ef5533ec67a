package dev.sluice.loadtest.chaos;

import dev.sluice.loadtest.fault.FaultKind;
import java.time.Duration;

/**
 * A line of a scenario's schedule.
 *
 * @param fault what is done
 * @param times how often
 * @param gap the time before each, on average; varied at random by half of it
 * @param length how long each lasts
 */
record FaultStep(FaultKind fault, int times, Duration gap, Duration length) {}
