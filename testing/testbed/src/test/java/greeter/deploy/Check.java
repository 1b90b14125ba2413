package greeter.deploy;

import java.util.List;

/** What must hold of the objects that one kustomization renders. */
interface Check {
  /** What does not hold, one line each. */
  List<String> findings(List<Resource> objects);
}
