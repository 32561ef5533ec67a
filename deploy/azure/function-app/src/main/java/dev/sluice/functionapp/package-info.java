/**
 * Packs what Quarkus has built into a function app. Called by the build of producer and consumer, in phase package; no
 * service knows it.
 */
package dev.sluice.functionapp;
