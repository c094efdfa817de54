import Crypto
package import JSON

/// SHA-256 over canonical JSON: the same content gives the same digest, whatever its layout and order of keys.
package enum ContentDigest {
  package static func hash(_ value: JSONValue) -> ContentHash { hash(of: value.canonicalBytes) }

  package static func hash(of bytes: [UInt8]) -> ContentHash { ContentHash(bytes: Array(SHA256.hash(data: bytes))) }

  package static func hex(_ value: JSONValue) -> String { hash(value).description }
}
