internal import Hummingbird
internal import Ledger
internal import NIOCore
internal import NodeAPI
internal import Rulebook
internal import Synchronization

/// Blocks as they become final, as server-sent events.
extension NodeRoutes {
    func addEvents(to router: Router<NodeRequestContext>) {
        router.get("events") { request, _ in try events(request) }
    }

    private func events(_ request: Request) throws -> Response {
        let after = try startingHeight(request)
        guard let place = streams.take() else { throw Problem.tooManyStreams(limit: streams.limit) }
        let height = after ?? node.snapshot.head.height
        let stream = EventStream(blocks: node.events(after: height), after: height, limits: limits)
        let body = ResponseBody { writer in
            defer { place.leave() }
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                try await stream.write(to: &writer)
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: MediaTypes.events, .cacheControl: "no-store"], body: body)
    }

    /// Where a client goes on that comes back, else where the query says; nil: with the next block.
    private func startingHeight(_ request: Request) throws -> Height? {
        let after = try request.queryNumber("after")
        let lastID = request.headers.first { $0.name.canonicalName == "last-event-id" }?.value
        if let lastID, let height = UInt64(lastID), height <= Height.limit { return Height(height) }
        return after.map { Height($0) }
    }
}

/// The event streams that are open, within their limit.
final class EventStreams: Sendable {
    let limit: Int
    private let count = Mutex(0)

    init(limit: Int) { self.limit = limit }

    /// How many are open.
    var open: Int { count.withLock { $0 } }

    /// A place for one more; nil when all are taken.
    func take() -> Place? {
        count.withLock { count in
            guard count < limit else { return nil }
            count += 1
            return Place(self)
        }
    }

    fileprivate func leave() { count.withLock { $0 -= 1 } }

    /// One stream's place, free again when it is left or forgotten.
    final class Place: Sendable {
        private let streams: EventStreams
        private let isLeft = Mutex(false)

        init(_ streams: EventStreams) { self.streams = streams }

        deinit { leave() }

        func leave() {
            let isFirst = isLeft.withLock { isLeft in
                defer { isLeft = true }
                return !isLeft
            }
            if isFirst { streams.leave() }
        }
    }
}
