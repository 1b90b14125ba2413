package greeter.client.load;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an object holds in memory, with all that it leads to: an estimate that errs upwards. */
final class Held {
  /** A header, what alignment adds, and a reference from a table. */
  private static final long OBJECT_BYTES = 32;

  private static final long FIELD_BYTES = 8;

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> open = new ArrayDeque<>();
  private long bytes;

  private Held() {}

  static Held by(Object root) {
    Held held = new Held();
    held.meet(root);
    while (!held.open.isEmpty()) {
      held.weigh(held.open.pop());
    }
    return held;
  }

  long bytes() {
    return bytes;
  }

  private void meet(Object object) {
    if (object != null
        && !(object instanceof Class<?> || object instanceof Enum<?>)
        && seen.add(object)) {
      open.push(object);
    }
  }

  private void weigh(Object object) {
    bytes += OBJECT_BYTES;
    if (object instanceof String text) {
      bytes += OBJECT_BYTES + 2L * text.length();
    } else if (object instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            bytes += 2 * OBJECT_BYTES;
            meet(key);
            meet(value);
          });
    } else if (object instanceof Collection<?> all) {
      bytes += FIELD_BYTES * all.size();
      all.forEach(this::meet);
    } else if (object instanceof Optional<?> optional) {
      optional.ifPresent(this::meet);
    } else if (object.getClass().isArray()) {
      weighArray(object);
    } else if (object.getClass().getName().startsWith("java.")) {
      bytes += FIELD_BYTES; // a number
    } else {
      for (Class<?> type = object.getClass();
          type != null && !type.getName().startsWith("java.");
          type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers())) {
            weighField(object, field);
          }
        }
      }
    }
  }

  private void weighArray(Object array) {
    bytes += FIELD_BYTES * Array.getLength(array);
    if (array instanceof Object[] elements) {
      for (Object element : elements) {
        meet(element);
      }
    }
  }

  private void weighField(Object object, Field field) {
    bytes += FIELD_BYTES;
    if (!field.getType().isPrimitive()) {
      field.setAccessible(true);
      try {
        meet(field.get(object));
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
