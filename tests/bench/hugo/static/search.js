window.addEventListener("DOMContentLoaded", () => new window.PagefindUI({ element: "#search" }))
