package org.keepgate.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Keys of a block in one array")
class PackedKeysTest {
  private static final String[] KEYS = {
    "", "a.csv@000000000001", "é\ud83d\ude00", "", "z", "left out"
  };

  @Test
  @DisplayName("come back as they were, whatever they are written in, from any range of them")
  void comeBack() {
    PackedKeys all = PackedKeys.of(KEYS, 5);
    assertEquals(5, all.count());
    for (int from = 0; from <= 5; from++) {
      for (int to = from; to <= 5; to++) {
        PackedKeys range = all.range(from, to);
        assertEquals(to - from, range.count());
        for (int i = from; i < to; i++) {
          assertEquals(KEYS[i], range.get(i - from));
        }
      }
    }
    assertEquals(PackedKeys.of(new String[] {"", "z"}, 2), all.range(3, 5));
    assertNotEquals(PackedKeys.of(new String[] {"z", ""}, 2), all.range(3, 5));
    assertEquals(PackedKeys.of(KEYS, 5).hashCode(), all.hashCode());
  }

  @Test
  @DisplayName("take their letters and four bytes each")
  void bytes() {
    assertEquals(18 + 6 + 1 + 4 * 6, PackedKeys.of(KEYS, 5).bytes());
  }
}
