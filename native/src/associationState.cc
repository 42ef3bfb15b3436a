#include "associationState.h"

#include <iterator>

namespace stallscope {

const char* associationStateName(unsigned number) {
  static const char* const names[] = {"closed", "cookie-wait", "cookie-echoed", "established", "shutdown-pending", "shutdown-sent", "shutdown-received", "shutdown-ack-sent"};
  return number < std::size(names) ? names[number] : "unknown";
}

}  // namespace stallscope
