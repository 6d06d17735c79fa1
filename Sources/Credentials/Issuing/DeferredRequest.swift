import Signing

/// A request for what was deferred (OpenID4VCI section 9.1).
public struct DeferredRequest: Hashable, Sendable {
    public let transactionID: String
    /// How the answer is to be sealed; nil for an answer in the clear.
    public let encryption: ResponseEncryption?

    /// A request for this transaction.
    public init(transactionID: String, encryption: ResponseEncryption? = nil) {
        self.transactionID = transactionID
        self.encryption = encryption
    }

    /// Reads the body.
    public init(parsing text: [UInt8]) throws(IssuingError) {
        let open: OpenMembers
        do throws(JSONError) {
            open = try JSONElement.reading(text, max: 65_536)
            transactionID = try open.text("transaction_id", max: 512)
        } catch { throw IssuingError(.invalidCredentialRequest, "\(error)") }
        encryption = try ResponseEncryption.read(open)
    }

    /// The body.
    public var encoded: [UInt8] {
        var object: JSONObject = ["transaction_id": .string(transactionID)]
        if let encryption { object.append("credential_response_encryption", .object(encryption.json)) }
        return JSONBytes.of(object)
    }
}

/// What became of credentials in the wallet (OpenID4VCI section 11.1).
public struct NotificationRequest: Hashable, Sendable {
    /// What happened.
    public enum Event: String, Hashable, Sendable, CaseIterable {
        case accepted = "credential_accepted"
        case failed = "credential_failure"
        case deleted = "credential_deleted"
    }

    public let notificationID: String
    public let event: Event
    public let description: String?

    /// Tells an event.
    public init(notificationID: String, event: Event, description: String? = nil) {
        self.notificationID = notificationID
        self.event = event
        self.description = description
    }

    /// Reads the body.
    public init(parsing text: [UInt8]) throws(IssuingError) {
        do throws(JSONError) {
            let open = try JSONElement.reading(text, max: 65_536)
            notificationID = try open.text("notification_id", max: 512)
            event = try open.member("event").code()
            description = try open.optionalText("event_description", max: 1_024)
        } catch { throw IssuingError(.invalidNotification, "\(error)") }
    }

    /// The body.
    public var encoded: [UInt8] {
        var object: JSONObject = [
            "notification_id": .string(notificationID), "event": .string(event.rawValue),
        ]
        if let description { object.append("event_description", .string(description)) }
        return JSONBytes.of(object)
    }
}
