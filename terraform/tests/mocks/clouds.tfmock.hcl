# What machines, firewalls and keys are like in every test: nothing is made, and nothing is reached.

mock_data "hcloud_server_type" {
  defaults = { cores = 2 }
}

mock_resource "hcloud_firewall" {
  defaults = { id = "7" }
}

mock_resource "hcloud_server" {
  defaults = { id = "42", ipv4_address = "203.0.113.1", ipv6_address = "2001:db8::1" }
}

mock_data "linode_instance_type" {
  defaults = { vcpus = 2 }
}

mock_resource "linode_firewall" {
  defaults = { id = "8" }
}

mock_resource "linode_instance" {
  defaults = { id = "43", ip_address = "203.0.113.2", ipv6 = "2001:db8::2/128" }
}

# The private half is all zeros: a key that a node can read, and nobody's.
mock_resource "tls_private_key" {
  defaults = {
    private_key_pem_pkcs8 = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n-----END PRIVATE KEY-----\n"
    public_key_pem        = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n"
  }
}
