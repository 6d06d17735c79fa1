import Glibc

/// Memory of this process.
enum ProcessMemory {
    /// The most resident memory at any time, in bytes.
    static var peakBytes: Int {
        var usage = rusage()
        _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1_024
    }
}
