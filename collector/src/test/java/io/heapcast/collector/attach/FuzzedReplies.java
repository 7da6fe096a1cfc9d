package io.heapcast.collector.attach;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Replies that a JVM could give, mutated. */
final class FuzzedReplies {

  private static final List<String> SEEDS =
      List.of(
          "0\n4711:\nRecording 1: name=heapcast maxsize=32.0MB (running)\n",
          "0\nRecording 7: name=heapcast-2\nRecording 8: name=heapcast-3 (running)\n",
          "0\n#Sat Nov 21\njdk.jfr.repository=/tmp/2026_11_21_08_00_00_7\na=\\u00e4\n",
          "0\nRecording 99999999999999999999999: name=heapcast\n",
          "0\na=\\u12\n",
          "1\njava.lang.IllegalArgumentException: Unknown diagnostic command\n",
          "101\nProtocol mismatch\n");

  private FuzzedReplies() {}

  static byte[] next(Random random) {
    byte[] reply = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(StandardCharsets.UTF_8).clone();
    int mutations = random.nextInt(8);
    for (int i = 0; i < mutations && reply.length > 0; i++) {
      int at = random.nextInt(reply.length);
      switch (random.nextInt(4)) {
        case 0 -> reply[at] = (byte) random.nextInt(256);
        case 1 -> reply = Arrays.copyOf(reply, at);
        case 2 -> reply = repeated(reply, at, random.nextInt(2_000));
        default -> reply[at] ^= (byte) (1 << random.nextInt(8));
      }
    }
    return reply;
  }

  private static byte[] repeated(byte[] reply, int from, int times) {
    byte[] longer = Arrays.copyOf(reply, reply.length + times);
    for (int i = reply.length; i < longer.length; i++) {
      longer[i] = reply[from + (i % (reply.length - from))];
    }
    return longer;
  }
}
