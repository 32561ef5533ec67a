package dev.sluice.loadtest;

/** Something that is done to the system in order to see how it takes it. Made from a scenario; run once. */
public interface Experiment {
    /**
     * Runs it to its end, or until the run is {@link RunControl#isStopped stopped}: then what was found so far is the report.
     *
     * @throws Exception if it could not be run: then there is no report
     */
    Report run(RunControl control) throws Exception;
}
