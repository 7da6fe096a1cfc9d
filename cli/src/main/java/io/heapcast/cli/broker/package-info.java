/**
 * The embedded broker: {@link io.heapcast.cli.broker.EmbeddedKafka} is a real single-node Kafka in
 * this process, over a locked data directory. Nothing else in Heapcast knows that it is embedded.
 */
@NullMarked
package io.heapcast.cli.broker;

import org.jspecify.annotations.NullMarked;
