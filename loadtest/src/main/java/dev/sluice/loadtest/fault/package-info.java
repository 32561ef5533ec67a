/** What can be broken in a local stack: a class for each kind of fault. Experiments may call in. */
package dev.sluice.loadtest.fault;
