internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// Blocks as they become final, one after another without a gap.
///
/// When the connection breaks, the sequence comes back to the node, or to the next one, and goes on behind the last
/// block that it gave. It throws when no node answers any more.
public struct BlockEvents: AsyncSequence, Sendable {
    public typealias Element = BlockBody

    let client: NodeClient
    let after: UInt64?

    /// Follows from the first event on.
    public func makeAsyncIterator() -> Iterator { Iterator(client: client, last: after) }

    /// The reading of one stream of blocks after another.
    public struct Iterator: AsyncIteratorProtocol {
        private let client: NodeClient
        /// Where to go on: the last block given, or the place that a stream without one began at.
        private var last: UInt64?
        private var body: HTTPClientResponse.Body.AsyncIterator?
        private var parser = EventParser()

        init(client: NodeClient, last: UInt64?) {
            self.client = client
            self.last = last
        }

        /// The next block; waits for it.
        public mutating func next() async throws -> BlockBody? {
            while true {
                if let event = parser.next() {
                    guard event.name == "block" else { continue }
                    let bytes = Array(event.data.utf8)
                    let block = try Incoming(url: client.urls[0] + "/events", status: 200, bytes: bytes)
                        .json(BlockBody.self)
                    last = block.height
                    return block
                }
                try await read()
            }
        }

        /// Reads on, or connects anew.
        private mutating func read() async throws {
            guard var open = body else {
                body = try await client.openEvents(after: last)
                return
            }
            do {
                guard let chunk = try await open.next() else { return try await pause() }
                body = open
                parser.feed(chunk.readableBytesView)
            } catch is CancellationError {
                throw CancellationError()
            } catch { return try await pause() }
            guard parser.openByteCount <= AnswerLimit.event else {
                throw NodeClientError.tooLong(url: client.urls[0], limit: AnswerLimit.event)
            }
        }

        private mutating func pause() async throws {
            body = nil
            parser.cutOff()
            last = last ?? UInt64(parser.lastID)
            try await Task.sleep(for: .milliseconds(Swift.min(parser.retry ?? 1_000, 30_000)))
        }
    }
}

extension NodeClient {
    /// Opens the event stream of the first node that gives one.
    fileprivate func openEvents(after height: UInt64?) async throws -> HTTPClientResponse.Body.AsyncIterator {
        let outgoing = Outgoing("/events" + (height.map { "?after=\($0)" } ?? ""), accept: "text/event-stream")
        var failed: [FailedAttempt] = []
        for (index, url) in preferred.order(urls) {
            do {
                let response = try await open(outgoing, at: url, seconds: 86_400)
                if response.status.code == 200 {
                    preferred.prefer(index)
                    return response.body.makeAsyncIterator()
                }
                failed.append(FailedAttempt(url: url, reason: "status \(response.status.code)"))
            } catch is CancellationError {
                throw CancellationError()
            } catch { failed.append(FailedAttempt(url: url, reason: NodeClient.reason(error))) }
        }
        throw NodeClientError.unreachable(failed)
    }
}
