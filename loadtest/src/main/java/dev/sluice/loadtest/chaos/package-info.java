/** The experiment that breaks the system under load, one fault after another, and asks what became of each order. */
package dev.sluice.loadtest.chaos;
