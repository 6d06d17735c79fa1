internal import Foundation
internal import Hummingbird
internal import Ledger
internal import NIOCore
internal import NodeAPI
internal import ServiceLifecycle

/// One client's stream of blocks: server-sent events (WHATWG HTML, section 9.2).
struct EventStream: Sendable {
    let blocks: AsyncThrowingStream<BlockSummary, any Error>
    /// The block before the first event: a client that loses the connection at once comes back with it.
    let after: Height
    let limits: HTTPLimits

    /// How long a client waits before it comes back, in ms.
    private static let retryMilliseconds = 2_000

    /// What the stream waits for.
    private enum Step: Sendable {
        case block(BlockSummary?)
        case quiet
        case stopping
    }

    /// Writes events until the client leaves or the node stops; no block is read before the one ahead is written.
    func write(to writer: inout any ResponseBodyWriter) async throws {
        try await writer.write(EventStream.text("retry: \(EventStream.retryMilliseconds)\nid: \(after)\n\n"))
        try await withThrowingTaskGroup(of: Step.self) { group in
            group.addTask { try await nextBlock() }
            group.addTask { try await quiet() }
            group.addTask { try await stopping() }
            defer { group.cancelAll() }
            while let step = try await group.next() {
                switch step {
                case .block(let block?):
                    try await writer.write(EventStream.event(block))
                    group.addTask { try await nextBlock() }
                case .quiet:
                    try await writer.write(EventStream.text(": the node is alive\n\n"))
                    group.addTask { try await quiet() }
                case .block(nil), .stopping: return
                }
            }
        }
    }

    private func nextBlock() async throws -> Step {
        var iterator = blocks.makeAsyncIterator()
        return .block(try await iterator.next())
    }

    private func quiet() async throws -> Step {
        try await Task.sleep(for: .seconds(limits.keepAliveSeconds))
        return .quiet
    }

    private func stopping() async throws -> Step {
        try await gracefulShutdown()
        return .stopping
    }

    private static func event(_ block: BlockSummary) throws -> ByteBuffer {
        let data = String(decoding: try JSONText.encoded(BlockBody(block)), as: UTF8.self)
        return text("id: \(block.height)\nevent: block\ndata: \(data)\n\n")
    }

    private static func text(_ text: String) -> ByteBuffer { ByteBuffer(string: text) }
}
