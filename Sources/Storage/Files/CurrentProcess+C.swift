import Glibc

/// This process, as the operating system knows it.
enum CurrentProcess {
    static var id: Int32 { getpid() }
}
