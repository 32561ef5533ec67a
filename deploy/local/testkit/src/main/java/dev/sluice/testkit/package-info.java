/**
 * What the tests of several modules break things with: connections that can be cut, services as processes. Called by
 * tests only; knows nobody.
 */
package dev.sluice.testkit;
