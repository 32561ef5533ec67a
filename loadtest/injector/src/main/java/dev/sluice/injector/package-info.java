/**
 * Posts orders at a given rate, by Gatling in an open model. A program of its own, that whoever started it talks to by lines
 * of text: Gatling needs another Netty than the rest. Nobody calls in.
 */
package dev.sluice.injector;
