/**
 * What the tests of several modules break things with, and look at them by: connections that can be cut, services as
 * processes, a collector of traces. Called by tests only; knows nobody.
 */
package dev.sluice.testkit;
