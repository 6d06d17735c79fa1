internal import Logging
internal import ServiceLifecycle

/// What the desk does beside answering and keeping house.
enum DeskWork {
    /// How long to wait when something is away.
    static let pause: Duration = .seconds(5)
}

/// Follows the ledger for the documents on which uses rely, until it is told to stop.
struct FollowingWork: Service {
    let desk: RelyingDesk

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await !desk.follow() { try await Task.sleep(for: .seconds(1)) }
                } catch {
                    guard !Task.isCancelled else { return }
                    desk.logger.warning("following the ledger: \(error)")
                    try? await Task.sleep(for: DeskWork.pause)
                }
            }
        }
    }
}

/// Tells the party's other systems what happens, until it is told to stop.
struct DeliveringWork: Service {
    let desk: RelyingDesk

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    if try await desk.deliver() == 0 { try await Task.sleep(for: .milliseconds(500)) }
                } catch {
                    guard !Task.isCancelled else { return }
                    desk.logger.warning("webhooks: \(error)")
                    try? await Task.sleep(for: DeskWork.pause)
                }
            }
        }
    }
}
