/** The producer application: HTTP to queue. Nothing calls in; this package holds what concerns the process as a whole. */
package dev.sluice.producer;
