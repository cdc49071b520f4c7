# Media nodes of one region. What every cloud has in common is here: names, keys, what a machine does when it is first
# started, and which of its ports are open. hetzner.tf and linode.tf make the machines, drain.tf ends them in good order.

locals {
  names = toset([for number in var.numbers : "${var.region}-${number}"])
}

# With the machine goes its key: the one that has its number next has another.
resource "tls_private_key" "node" {
  for_each = local.names

  algorithm = "ED25519"
}

# By this the Worker knows the node. A machine is made after its entry and taken away before it, so that it is never refused.
resource "cloudflare_workers_kv" "node" {
  for_each = local.names

  account_id   = var.cloudflare_account_id
  namespace_id = var.node_keys_namespace_id
  key_name     = each.key
  value        = jsonencode(local.public_keys[each.key])
}

locals {
  # The bytes of a public key in PEM, as base64. The first 16 characters are the 12 bytes that say it is one of Ed25519.
  key_bytes = {
    for name, key in tls_private_key.node : name => replace(key.public_key_pem, "/-----[A-Z ]+-----|\\s/", "")
  }
  public_keys = {
    for name, bytes in local.key_bytes : name => {
      kty = "OKP"
      crv = "Ed25519"
      x   = replace(replace(trimsuffix(substr(bytes, 16, -1), "="), "+", "-"), "/", "_")
    }
  }

  template = "${path.module}/cloud-init.yaml.tftpl"
  # What all nodes of the region are told.
  told = {
    ssh_public_key = var.ssh_public_key
    image          = var.image
    stop_seconds   = var.drain_limit_seconds + 30
    environment = {
      EDGE_URL            = var.edge_url
      REGION              = var.region
      POSITION            = "${var.position.latitude},${var.position.longitude}"
      MEDIA_PORT          = var.media_port
      PIPE_PORTS          = local.pipe_ports
      DRAIN_LIMIT_SECONDS = var.drain_limit_seconds
      HTTP_HOST           = length(var.metrics_sources) == 0 ? "127.0.0.1" : "0.0.0.0"
    }
  }
  user_data = {
    for name in local.names : name => templatefile(local.template, merge(local.told, {
      environment = merge(local.told.environment, {
        NODE_ID  = name
        NODE_KEY = replace(trimspace(tls_private_key.node[name].private_key_pem_pkcs8), "\n", "\\n")
      })
    }))
  }
  # What a machine would be made as now: one that was made as something else is to be replaced.
  make = sha256(jsonencode([var.location, var.machine, templatefile(local.template, local.told)]))
}

locals {
  everybody = ["0.0.0.0/0", "::/0"]
  cores     = one(concat(data.hcloud_server_type.node[*].cores, data.linode_instance_type.node[*].vcpus))
  # A node has one mediasoup worker for each core, and each worker one port.
  media_ports = local.cores == 1 ? tostring(var.media_port) : "${var.media_port}-${var.media_port + local.cores - 1}"
  # Nodes send each other here what people on other continents are to see.
  pipe_ports = "44500-44999"

  open = [
    for rule in [
      { name = "media-udp", protocol = "udp", ports = local.media_ports, sources = local.everybody },
      { name = "media-tcp", protocol = "tcp", ports = local.media_ports, sources = local.everybody },
      { name = "pipes", protocol = "udp", ports = local.pipe_ports, sources = local.everybody },
      # Without it, nobody is told that a packet is too large for the path.
      { name = "icmp", protocol = "icmp", ports = null, sources = local.everybody },
      { name = "ssh", protocol = "tcp", ports = "22", sources = var.ssh_sources },
      { name = "metrics", protocol = "tcp", ports = "4440", sources = var.metrics_sources },
    ] : rule if length(rule.sources) > 0
  ]

  servers = merge(
    { for name, server in hcloud_server.node : name => {
      id = tostring(server.id), ipv4 = server.ipv4_address, ipv6 = server.ipv6_address
    } },
    { for name, server in linode_instance.node : name => {
      id = tostring(server.id), ipv4 = server.ip_address, ipv6 = split("/", server.ipv6)[0]
    } },
  )
}
