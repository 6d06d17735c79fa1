internal import Hummingbird
internal import Logging
internal import NodeAPI

/// The routes of a node; each subject has its file.
struct NodeRoutes: Sendable {
    let node: any NodeService
    let limits: HTTPLimits
    let bodies: IncomingBodies
    let streams: EventStreams
    let codes = CodeBoard()
    let logger: Logger

    init(_ node: any NodeService, _ limits: HTTPLimits, _ logger: Logger) {
        self.node = node
        self.limits = limits
        self.logger = logger
        bodies = IncomingBodies(node.configuration, limits)
        streams = EventStreams(limit: node.configuration.maxEventStreams)
    }

    /// All routes. A HEAD goes wherever a GET does.
    func router() -> Router<NodeRequestContext> {
        let router = Router(context: NodeRequestContext.self, options: .autoGenerateHeadEndpoints)
        addLog(to: router)
        addStatements(to: router)
        addReceipts(to: router)
        addState(to: router)
        addCatalogue(to: router)
        addEvents(to: router)
        addStatus(to: router)
        addVerifier(to: router)
        addStrongroom(to: router)
        addDeposits(to: router)
        addReleases(to: router)
        addCodes(to: router)
        return router
    }
}
