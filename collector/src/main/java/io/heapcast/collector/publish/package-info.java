/**
 * Sending without ever making the parsers wait: {@link io.heapcast.collector.publish.Publisher}.
 */
@NullMarked
package io.heapcast.collector.publish;

import org.jspecify.annotations.NullMarked;
