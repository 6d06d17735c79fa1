internal import NIOCore
internal import NIOPosix

/// A thread of its own for an actor that writes to disk, so that no write holds up the shared pool.
final class WorkThread: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let loop: any EventLoop

    init() {
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        loop = group.next()
    }

    /// The executor for an actor's isolation.
    var executor: UnownedSerialExecutor { unsafe loop.executor.asUnownedSerialExecutor() }

    /// Ends the thread after the work it has.
    func stop() async {
        try? await group.shutdownGracefully()
    }
}
