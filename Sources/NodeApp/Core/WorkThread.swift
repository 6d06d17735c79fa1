internal import NIOCore
internal import NIOPosix

/// A thread of its own for an actor that writes to disk, so that no write holds up the shared pool.
package final class WorkThread: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let loop: any EventLoop

    /// Starts the thread.
    package init() {
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        loop = group.next()
    }

    /// The executor for an actor's isolation.
    var executor: UnownedSerialExecutor { unsafe loop.executor.asUnownedSerialExecutor() }

    /// Runs something short on the thread after a pause, unless it is cancelled before.
    func schedule(inMilliseconds pause: Int64, _ body: @escaping @Sendable () -> Void) -> Scheduled<Void> {
        loop.scheduleTask(in: .milliseconds(pause), body)
    }

    /// Ends the thread after the work it has.
    package func stop() async {
        try? await group.shutdownGracefully()
    }
}
