package io.heapcast.cli.demo.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ZipfKeysTest {

  @Test
  void keysComeInProportionToTheirRank() {
    ZipfKeys keys = new ZipfKeys(1000, 1.0, 7);
    int[] counts = new int[1000];
    for (int i = 0; i < 200_000; i++) {
      counts[keys.next()]++;
    }

    assertThat(counts[0]).isBetween(25_000, 28_500); // 200,000 / H(1000) = 26,720
    assertThat((double) counts[0] / counts[9]).isBetween(9.0, 11.0);
    assertThat(counts[999]).isGreaterThan(5);
  }
}
