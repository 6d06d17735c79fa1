internal import Hummingbird
internal import NIOCore

/// What a request brings beside its bytes: the connection that it came on.
struct NodeRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Who counts as one client.
    var client: ClientAddress { ClientAddress(channel.remoteAddress) }
}
