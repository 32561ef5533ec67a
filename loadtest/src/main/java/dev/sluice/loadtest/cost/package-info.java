/**
 * What a month costs at a rate of orders: arithmetic on a measured throughput and a file of prices; nothing is started. Experiments
 * may ask for a price.
 */
package dev.sluice.loadtest.cost;
