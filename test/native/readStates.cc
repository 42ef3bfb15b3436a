// Test tool: the core's readers over recorded bytes. readStates diag|proc FILE prints the state log's lines;
// readStates damage FILE RUNS reads it cut and with wrong bytes, for the sanitizers to watch.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>

#include "../../native/src/procAssociations.h"
#include "../../native/src/sockDiag.h"
#include "../../native/src/stateLog.h"
#include "../../native/src/textFile.h"

using namespace stallscope;

// Debian's kernels have 250 ticks a second.
static constexpr int64_t kTick = 4'000'000;

static DiagAnswer readBytes(const std::string& bytes) {
  DiagAnswer answer;
  readDiag({reinterpret_cast<const std::byte*>(bytes.data()), bytes.size()}, kTick, answer);
  return answer;
}

int main(int count, char** words) {
  if (count < 3) return 2;
  const std::string task = words[1];
  const std::string bytes = readTextFile(words[2]).value();
  if (task == "damage") {
    std::mt19937 random{7};
    size_t associations = 0;
    for (int run = 0; run < atoi(words[3]); run++) {
      // Its own block of memory, so that one byte beyond is seen.
      std::string damaged = bytes.substr(0, random() % (bytes.size() + 1));
      for (unsigned changes = random() % 8; changes > 0 && !damaged.empty(); changes--) damaged[random() % damaged.size()] = static_cast<char>(random());
      damaged.shrink_to_fit();
      associations += readBytes(damaged).associations.size() + readProcAssociations(damaged).size();
    }
    printf("%zu\n", associations);
    return 0;
  }
  const std::vector<AssociationState> associations = task == "proc" ? readProcAssociations(bytes) : readBytes(bytes).associations;
  for (const AssociationState& each : associations) fputs(stateLine(1'795'405'612'805'535'123, 250'000, stateMembers(each, nullptr)).c_str(), stdout);
  const Owner owner{227, 17, "my command=1"};
  if (!associations.empty()) puts(stateMembers(associations[0], &owner).c_str());
}
